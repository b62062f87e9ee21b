package com.prysmid.tenant;

package com.prysmid.gateway;

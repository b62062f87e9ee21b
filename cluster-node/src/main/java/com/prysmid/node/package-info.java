package com.prysmid.node;

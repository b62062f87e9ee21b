package com.prysmid.bench;

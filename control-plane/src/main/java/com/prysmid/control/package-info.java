package com.prysmid.control;

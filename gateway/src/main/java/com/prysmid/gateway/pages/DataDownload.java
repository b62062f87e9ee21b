package com.prysmid.gateway.pages;

/** Asking for a copy of all that is known of somebody. */
public record DataDownload(String csrf) {}

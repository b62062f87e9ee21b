package com.prysmid.gateway.pages;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The browser's session has ended, and its apps are told through frames of the page (OpenID Connect Front-Channel Logout §2).
 *
 * @param apps       the frames' addresses
 * @param continueTo where the browser goes on to by itself after a moment; null: nowhere
 * @param action     the path of the form that leads there too, for whoever does not want to wait or cannot
 * @param fields     of that form, sent along as they are
 */
public record SigningOut(List<String> apps, @Nullable String continueTo, String action, Map<String, String> fields) {
    public SigningOut {
        apps = List.copyOf(apps);
        fields = Map.copyOf(fields);
    }
}

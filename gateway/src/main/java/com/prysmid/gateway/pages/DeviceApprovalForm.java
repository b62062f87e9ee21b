package com.prysmid.gateway.pages;

import java.util.List;

/**
 * Asking whether a device may have tokens.
 *
 * @param csrf     the token that its POST must bring back
 * @param userCode as the device shows it
 * @param asked    what the app wants, in words for the person
 */
public record DeviceApprovalForm(String csrf, String appName, String userCode, List<String> asked) {
    public DeviceApprovalForm {
        asked = List.copyOf(asked);
    }
}

package com.prysmid.control.value;

/** A value that cannot be accepted. The message is written for the caller of the API and never repeats the value itself. */
public final class InvalidValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code stable, snake_case, for programs
     * @param message one sentence, for people
     */
    public InvalidValue(String code, String message) {
        super(message);
        this.code = code;
    }

    /** The stable code of the rule that was broken. */
    public String code() {
        return code;
    }

    /** The sentence for people. */
    public String explanation() {
        return String.valueOf(getMessage());
    }
}

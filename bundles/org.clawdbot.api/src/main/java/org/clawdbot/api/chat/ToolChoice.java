package org.clawdbot.api.chat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether the model may, must or must not call a tool.
 *
 * @param mode {@code auto}, {@code none}, {@code required} or {@code function}
 * @param name the tool that must be called, for {@code function} only
 */
public record ToolChoice(String mode, @Nullable String name) {

    /** The model decides. */
    public static final ToolChoice AUTO = new ToolChoice("auto", null);

    /** The model must not call a tool. */
    public static final ToolChoice NONE = new ToolChoice("none", null);

    /** The model must call some tool. */
    public static final ToolChoice REQUIRED = new ToolChoice("required", null);

    /** Checks that a name is given exactly where one is needed. */
    public ToolChoice {
        if ("function".equals(Objects.requireNonNull(mode, "mode")) != (name != null)) {
            throw new IllegalArgumentException("A tool choice names a tool exactly when its mode is \"function\"");
        }
    }

    /**
     * Demands a call of one tool.
     *
     * @param name the tool
     * @return the choice of that tool
     */
    public static ToolChoice of(String name) {
        return new ToolChoice("function", name);
    }
}

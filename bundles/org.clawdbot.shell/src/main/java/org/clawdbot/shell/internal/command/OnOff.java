package org.clawdbot.shell.internal.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A switch that is said: {@code on} or {@code off}. */
enum OnOff {
    /** On. */
    ON,
    /** Off. */
    OFF;

    /** Reads the word. */
    static final class Word implements ITypeConverter<OnOff> {

        @Override
        public OnOff convert(String word) {
            return switch (word) {
                case "on" -> ON;
                case "off" -> OFF;
                default -> throw new TypeConversionException("\"" + word + "\" is neither on nor off");
            };
        }
    }
}

package org.clawdbot.shell.internal.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code on} and {@code off}. */
final class OnOff implements ITypeConverter<Boolean> {

    @Override
    public Boolean convert(String word) {
        return switch (word) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new TypeConversionException("\"" + word + "\" is neither on nor off");
        };
    }
}

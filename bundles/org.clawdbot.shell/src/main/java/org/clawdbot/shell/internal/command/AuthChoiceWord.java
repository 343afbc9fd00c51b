package org.clawdbot.shell.internal.command;

import org.clawdbot.shell.internal.command.OnboardCommand.AuthChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the words of {@code --auth-choice}. */
final class AuthChoiceWord implements ITypeConverter<AuthChoice> {

    @Override
    public AuthChoice convert(String word) {
        for (AuthChoice choice : AuthChoice.values()) {
            if (choice != AuthChoice.KEEP && choice.toString().equals(word)) {
                return choice;
            }
        }
        throw new TypeConversionException("\"" + word + "\" is none of chutes, chutes-api-key, skip");
    }
}

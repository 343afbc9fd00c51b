package org.clawdbot.shell.internal.command;

import org.clawdbot.api.chat.SelectionProblem;

/** Says where a configured model stands that cannot be used. */
final class SelectionText {

    private SelectionText() {}

    static String of(SelectionProblem problem) {
        String place =
                switch (problem.setting()) {
                    case "defaultModel" -> "The default model";
                    case "fallbacks" -> "A fallback";
                    case "imageModel" -> "The model for images";
                    case "imageFallbacks" -> "A fallback for images";
                    case "aliases" -> "The target of an alias";
                    default -> problem.setting();
                };
        return place + ": " + problem.message();
    }
}

package org.clawdbot.models.internal;

import org.clawdbot.api.chat.ChatMessage;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ContentPart;
import org.clawdbot.api.chat.ToolCall;
import org.clawdbot.api.chat.ToolDefinition;

/**
 * Estimates how many tokens a prompt has at the very least. A request must not be refused because of a guess; one that is
 * too long by little is left to the server, which counts exactly.
 */
final class LeastTokens {

    /** English prose has about four and a half letters a token; hardly any text has more than this. */
    private static final int LATIN_PER_TOKEN = 8;

    /** Chinese and its like have one to two characters a token. */
    private static final int OTHERS_PER_TOKEN = 3;

    private long latin;
    private long others;

    private LeastTokens() {}

    static long of(ChatRequest request) {
        LeastTokens size = new LeastTokens();
        for (ChatMessage message : request.messages()) {
            size.add(message);
        }
        for (ToolDefinition tool : request.tools()) {
            size.add(tool.name());
            size.add(tool.description());
            size.add(tool.parameters());
        }
        return size.latin / LATIN_PER_TOKEN + size.others / OTHERS_PER_TOKEN;
    }

    private void add(ChatMessage message) {
        if (message instanceof ChatMessage.SystemMessage system) {
            add(system.text());
        } else if (message instanceof ChatMessage.UserMessage user) {
            for (ContentPart part : user.content()) {
                if (part instanceof ContentPart.Text text) {
                    add(text.text());
                }
            }
        } else if (message instanceof ChatMessage.AssistantMessage assistant) {
            add(assistant.text());
            for (ToolCall call : assistant.toolCalls()) {
                add(call.arguments());
            }
        } else if (message instanceof ChatMessage.ToolMessage tool) {
            add(tool.text());
        }
    }

    private void add(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= 0x250) {
                others++;
            } else if (character > ' ') { // a long run of blanks may be a single token
                latin++;
            }
        }
    }
}

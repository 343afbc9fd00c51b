package org.clawdbot.chutes.completions.internal;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ToolChoice;
import org.clawdbot.api.chat.ToolDefinition;
import org.clawdbot.api.completions.CompletionRequest;

/**
 * What was asked for, as far as it decides how the reply is read.
 *
 * @param model the full name of the model that was asked
 * @param thinking what tags in the text of this model mean
 * @param tools the names of the tools the model may call
 * @param notices what to tell the user before the reply
 */
record ReplyRules(String model, ThinkingTags thinking, Set<String> tools, List<ChatEvent.Notice> notices) {

    static ReplyRules of(CompletionRequest request, List<ChatEvent.Notice> notices) {
        ModelInfo model = request.model();
        boolean mayCall = !ToolChoice.NONE.equals(request.chat().toolChoice());
        return new ReplyRules(
                model.reference().toString(),
                ThinkingTags.of(model),
                mayCall ? names(request.chat().tools()) : Set.of(),
                notices);
    }

    private static Set<String> names(List<ToolDefinition> tools) {
        return tools.isEmpty()
                ? Set.of()
                : tools.stream().map(ToolDefinition::name).collect(Collectors.toUnmodifiableSet());
    }

    /** What {@code <think>} and {@code </think>} in the text of a reply mean. */
    enum ThinkingTags {
        /** They are text: the catalog says that the model does not think, or neither it nor the family says that it does. */
        ARE_TEXT,
        /** An opening tag begins the thinking if it begins the text. */
        MAY_OPEN,
        /** The same, and a closing tag alone ends it: the template of the family opens the thinking itself. */
        MAY_ONLY_CLOSE;

        static ThinkingTags of(ModelInfo model) {
            ModelFamily.Thinks family = ModelFamily.of(model).thinks();
            boolean thinks = model.has(ModelInfo.REASONING).orElse(family != ModelFamily.Thinks.PERHAPS);
            if (!thinks) {
                return ARE_TEXT;
            }
            return family == ModelFamily.Thinks.ALWAYS ? MAY_ONLY_CLOSE : MAY_OPEN;
        }
    }
}

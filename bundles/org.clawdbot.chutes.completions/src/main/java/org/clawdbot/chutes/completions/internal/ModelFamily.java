package org.clawdbot.chutes.completions.internal;

import java.util.List;
import java.util.Locale;
import org.clawdbot.api.catalog.ModelInfo;

/**
 * What the catalog does not tell about a model and its family's chat template decides: how it is told whether to think,
 * and whether its template opens the thinking, so that only the closing tag shows where an engine does not split it off.
 * A family is known by the name of the weights or of the model; an unknown one gets both switches, and ignores what it
 * does not know.
 *
 * @param switches the members of {@code chat_template_kwargs} that it listens to; empty if it cannot be told
 * @param effort whether it also listens to {@code reasoning_effort}
 * @param thinks whether it thinks before it answers
 */
record ModelFamily(List<String> switches, boolean effort, Thinks thinks) {

    /** Whether the models of a family think. */
    enum Thinks {
        /** Nothing is known about the family. */
        PERHAPS,
        /** Where it is switched on. */
        ON_DEMAND,
        /** Before every answer, from the first word on. */
        ALWAYS
    }

    private static final String ENABLE_THINKING = "enable_thinking";
    private static final String THINKING = "thinking";

    private static final ModelFamily ALWAYS = new ModelFamily(List.of(), false, Thinks.ALWAYS);
    private static final ModelFamily UNKNOWN =
            new ModelFamily(List.of(THINKING, ENABLE_THINKING), false, Thinks.PERHAPS);
    private static final ModelFamily BOTH = onDemand(false, THINKING, ENABLE_THINKING);
    private static final ModelFamily ONE = onDemand(false, ENABLE_THINKING);

    /** A part of a name in lower case, and the family it stands for; the first that fits decides. */
    private record Known(String part, ModelFamily family) {}

    private static final List<Known> KNOWN = List.of(
            new Known("-thinking", ALWAYS),
            new Known("deepseek-r1", ALWAYS),
            new Known("qwq", ALWAYS),
            new Known("minimax-m", ALWAYS),
            new Known("deepseek", BOTH),
            new Known("kimi", onDemand(false, THINKING)),
            new Known("glm-5.2", onDemand(true, ENABLE_THINKING)),
            new Known("glm", ONE),
            new Known("qwen", ONE),
            new Known("gemma", ONE));

    static ModelFamily of(ModelInfo model) {
        String id = model.reference().id();
        boolean several = id.indexOf(',') >= 0;
        return several ? UNKNOWN : of(model.attributes().getOrDefault("root", ""), id);
    }

    private static ModelFamily of(String... names) {
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            for (Known known : KNOWN) {
                if (lower.contains(known.part())) {
                    return known.family();
                }
            }
        }
        return UNKNOWN;
    }

    ModelFamily withoutEffort() {
        return new ModelFamily(switches, false, thinks);
    }

    private static ModelFamily onDemand(boolean effort, String... switches) {
        return new ModelFamily(List.of(switches), effort, Thinks.ON_DEMAND);
    }
}

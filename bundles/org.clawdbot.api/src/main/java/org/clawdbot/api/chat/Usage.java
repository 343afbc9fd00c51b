package org.clawdbot.api.chat;

import org.jspecify.annotations.Nullable;

/**
 * Tokens used, as the provider counted them last; never a sum of several reports of one reply.
 *
 * @param input tokens of the prompt, those from the cache included
 * @param output generated tokens, those of reasoning included
 * @param cacheRead prompt tokens that were served from the cache, or null if the provider does not say
 * @param reasoning generated tokens of reasoning, or null if the provider does not say
 * @param total all tokens
 */
public record Usage(long input, long output, @Nullable Long cacheRead, @Nullable Long reasoning, long total) {

    /**
     * Adds the usage of another request.
     *
     * @param other the other usage
     * @return the sum; a part unknown on both sides stays unknown
     */
    public Usage plus(Usage other) {
        return new Usage(
                input + other.input,
                output + other.output,
                add(cacheRead, other.cacheRead),
                add(reasoning, other.reasoning),
                total + other.total);
    }

    private static @Nullable Long add(@Nullable Long one, @Nullable Long two) {
        if (one == null) {
            return two;
        }
        return two == null ? one : Long.valueOf(one + two);
    }
}

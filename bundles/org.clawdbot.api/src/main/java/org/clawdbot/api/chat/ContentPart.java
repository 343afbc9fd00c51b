package org.clawdbot.api.chat;

import java.net.URI;
import java.util.Objects;

/** A piece of what a user says. */
public sealed interface ContentPart {

    /**
     * Text.
     *
     * @param text the text
     */
    record Text(String text) implements ContentPart {

        /** Checks that there is a text. */
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * An image.
     *
     * @param source a {@code data:} or {@code https:} address
     */
    record Image(URI source) implements ContentPart {

        /** Checks the kind of address. */
        public Image {
            String scheme = Objects.requireNonNull(source, "source").getScheme();
            if (!"data".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
                throw new IllegalArgumentException("An image needs a data: or https: address");
            }
        }

        @Override
        public String toString() {
            return "Image[" + source.getScheme() + ":…]";
        }
    }
}

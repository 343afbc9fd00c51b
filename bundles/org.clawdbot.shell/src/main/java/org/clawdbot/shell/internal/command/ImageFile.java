package org.clawdbot.shell.internal.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.clawdbot.shell.internal.cli.CommandFailure;

/** Turns an image file into an address that holds it. */
final class ImageFile {

    private static final long MAX_BYTES = 20L * 1024 * 1024;
    private static final Map<String, String> TYPES = Map.of(
            "png", "image/png", "jpg", "image/jpeg", "jpeg", "image/jpeg", "gif", "image/gif", "webp", "image/webp");

    private ImageFile() {}

    static URI read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw CommandFailure.wrongUsage(file + " is no image that is understood: use png, jpg, gif or webp", null);
        }
        if (Files.size(file) > MAX_BYTES) {
            throw CommandFailure.wrongUsage(file + " is larger than 20 MB", null);
        }
        return URI.create("data:" + type + ";base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
    }
}

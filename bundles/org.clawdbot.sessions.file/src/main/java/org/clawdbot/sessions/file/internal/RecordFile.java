package org.clawdbot.sessions.file.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.clawdbot.api.error.SessionException;
import org.clawdbot.api.host.StateFolder;

/**
 * A file of one JSON object to a line, to which lines are only ever added. A process that is killed can tear the last one
 * at most: whoever adds next takes the piece away.
 */
final class RecordFile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Path file;

    RecordFile(Path file) {
        this.file = file;
    }

    /**
     * What is in the file.
     *
     * @param conversation what its lines amount to
     * @param exists whether there is a file
     * @param wholeBytes where the last whole line ends
     * @param torn whether a piece of a line comes after that
     */
    record Content(Conversation conversation, boolean exists, long wholeBytes, boolean torn) {}

    Content read() {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException none) {
            return new Content(new Conversation(), false, 0, false);
        } catch (IOException failure) {
            throw unusable(file, failure);
        }
        Conversation conversation = new Conversation();
        int start = 0;
        int number = 1;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                add(conversation, new String(bytes, start, i - start, StandardCharsets.UTF_8), number++);
                start = i + 1;
            }
        }
        return new Content(conversation, true, start, start < bytes.length);
    }

    private void add(Conversation conversation, String line, int number) {
        if (line.isBlank()) {
            return;
        }
        try {
            conversation.add(JSON.readTree(line));
        } catch (JsonProcessingException broken) {
            throw malformed(number, "it is no JSON");
        } catch (MalformedRecordException broken) {
            throw malformed(number, String.valueOf(broken.getMessage()));
        }
    }

    private SessionException malformed(int number, String reason) {
        return new SessionException(
                SessionException.RECORD,
                file + ":" + number + " cannot be understood (" + reason
                        + "); mend or remove that line, or delete the session",
                null);
    }

    /** Takes the torn piece away. */
    void truncate(long bytes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        } catch (IOException failure) {
            throw unusable(file, failure);
        }
    }

    /** Adds lines; a file that is not there yet is made, for its owner alone. */
    void append(List<? extends JsonNode> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        try {
            write(StandardCharsets.UTF_8.encode(text.toString()));
        } catch (IOException failure) {
            throw unusable(file, failure);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            StateFolder.createFolders(folder);
        }
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try (FileChannel channel = FileChannel.open(file, options, StateFolder.ownerOnly(file))) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
    }

    static SessionException unusable(Path path, IOException failure) {
        return new SessionException(
                SessionException.RECORD,
                path + " cannot be used (" + failure + "); look after the disk and the permissions of the folder",
                failure);
    }
}

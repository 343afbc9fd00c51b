package org.clawdbot.benchmarks.driver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The replies of the server, rendered once: chunks of some 220 bytes as vLLM emits them, each an HTTP chunk of its own,
 * with the escapes and the letters beyond ASCII that text and code have.
 */
public final class Payload {

    static final int SLOW_PIECES = 60;
    static final long SLOW_MILLIS = 100;

    private static final int BLOCK = 1_000;
    private static final int PIECES_A_CALL = 200;
    private static final int FIRST_PIECES = 10;
    private static final int LISTED = 15;
    private static final String ID = "chatcmpl-0ff9d21adf1d458e9b24575c5b1b8115";
    private static final String[] WORDS = {
        " the",
        " of",
        " light",
        " scatter",
        "ing",
        " because",
        " molecule",
        "s",
        " blue",
        ",",
        ".",
        " wave",
        "length",
        " is",
        " in",
        " atmosphere",
        " and",
        " when",
        " sun",
        "set",
        " return",
        " int",
        " =",
        "();",
        " {",
        " a",
        " to",
        " shorter",
        " than",
        " red",
        " Ray",
        "leigh",
        " sky",
        " we",
        " see",
        " more",
        " it",
        " that",
        ":",
        " **"
    };
    private static final String[] SPECIAL = {
        "\n", "\n\n", "\"", " \"", "\\n", "\t", " é", " für", " 日本", "空", " 🌅", "’", " —", "\n    "
    };
    private static final List<String> PIECES = pieces();

    private Payload() {}

    /**
     * Tells what text a whole reply has.
     *
     * @param work the work it is a reply to
     * @return its digest
     */
    public static Digest expected(Work work) {
        Digest digest = new Digest();
        switch (work.kind()) {
            case TEXT -> addPieces(digest, work.size());
            case FIRST, COLD -> addPieces(digest, FIRST_PIECES);
            case PLAIN -> digest.add(plainText());
            case TOOLS -> {
                for (int begun = 0; begun < work.size(); begun += PIECES_A_CALL) {
                    digest.add("{\"text\":\"");
                    for (int i = begun; i < Math.min(work.size(), begun + PIECES_A_CALL); i++) {
                        digest.add(escaped(piece(i)));
                    }
                    digest.add("\"}");
                }
            }
            default -> throw new IllegalArgumentException(work + " has no digest");
        }
        return digest;
    }

    /** Counts the bytes of the text, which nobody can do without. */
    static long textBytes(Work work) {
        long bytes = 0;
        for (int i = 0; i < work.size(); i++) {
            bytes += piece(i).getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }

    /**
     * Gives the size of a streamed reply on the wire, without headers.
     *
     * @param work the work it is a reply to
     * @param framed whether the lengths of the HTTP chunks count too
     * @return the number of bytes
     */
    public static long bodyBytes(Work work, boolean framed) {
        Counter counter = new Counter();
        try {
            write(work, counter, framed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return counter.bytes;
    }

    /** Writes the body of a streamed reply. */
    static void write(Work work, OutputStream out, boolean framed) throws IOException {
        out.write(event(delta("\"role\":\"assistant\",\"content\":\"\"", null), framed));
        switch (work.kind()) {
            case TEXT -> writeText(work.size(), out, framed);
            case FIRST, COLD -> writeText(FIRST_PIECES, out, framed);
            case TOOLS -> {
                for (int i = 0; i < work.size(); i++) {
                    out.write(toolCall(i, i + 1 == work.size(), framed));
                }
            }
            default -> throw new IllegalArgumentException(work + " is not streamed in one go");
        }
        out.write(end(work.kind() == Work.Kind.TOOLS ? "tool_calls" : "stop", framed));
    }

    static byte[] begin() {
        return event(delta("\"role\":\"assistant\",\"content\":\"\"", null), true);
    }

    static byte[] timePiece() {
        return event(delta("\"content\":\"" + System.nanoTime() / 1000 + " \"", null), true);
    }

    static byte[] end(String reason, boolean framed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(event(delta("", reason), framed));
        out.writeBytes(event(
                "{\"id\":\"" + ID + "\",\"object\":\"chat.completion.chunk\",\"created\":1771352259,\"model\":\""
                        + Contestant.MODEL + "\",\"choices\":[],\"usage\":" + usage() + "}",
                framed));
        out.writeBytes(event("[DONE]", framed));
        if (framed) {
            out.writeBytes(ascii("0\r\n\r\n"));
        }
        return out.toByteArray();
    }

    static byte[] plain() {
        return utf8("{\"id\":\"" + ID + "\",\"object\":\"chat.completion\",\"created\":1771352259,\"model\":\""
                + Contestant.MODEL + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + escaped(plainText())
                + "\",\"reasoning_content\":null,\"tool_calls\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                + "\"usage\":" + usage() + "}");
    }

    static byte[] models(Work work) {
        int rows = work.kind() == Work.Kind.MODELS ? work.size() : LISTED;
        StringBuilder list = new StringBuilder("{\"object\":\"list\",\"data\":[");
        for (int row = 0; row < rows; row++) {
            list.append(row == 0 ? "" : ",").append(model(row));
        }
        return utf8(list.append("]}").toString());
    }

    private static String model(int row) {
        String id = row == 0 ? Contestant.MODEL : "vendor-" + row % 40 + "/Model-" + row + "B-Instruct-TEE";
        return "{\"id\":\"" + id + "\",\"object\":\"model\",\"created\":1771352259,\"owned_by\":\"sglang\",\"root\":\""
                + id
                + "-FP8\",\"parent\":null,\"max_model_len\":131072,\"context_length\":131072,\"max_output_length\":65536,"
                + "\"input_modalities\":[\"text\",\"image\"],\"output_modalities\":[\"text\"],\"quantization\":\"fp8\","
                + "\"supported_features\":[\"json_mode\",\"tools\",\"structured_outputs\",\"reasoning\"],"
                + "\"supported_sampling_parameters\":[\"temperature\",\"top_p\",\"top_k\",\"repetition_penalty\","
                + "\"frequency_penalty\",\"presence_penalty\",\"stop\",\"seed\"],"
                + "\"chute_id\":\"00000000-0000-4000-8000-" + String.format("%012d", row) + "\","
                + "\"confidential_compute\":" + (row % 3 == 0)
                + ",\"pricing\":{\"prompt\":0.25,\"completion\":1.1,\"input_cache_read\":0.125},"
                + "\"price\":{\"input\":{\"usd\":0.25,\"tao\":0.0008},\"output\":{\"usd\":1.1,\"tao\":0.0035},"
                + "\"input_cache_read\":{\"usd\":0.125,\"tao\":0.0004}}}";
    }

    private static void writeText(int size, OutputStream out, boolean framed) throws IOException {
        byte[] block = textBlock(BLOCK, framed);
        for (int whole = 0; whole < size / BLOCK; whole++) {
            out.write(block);
        }
        out.write(textBlock(size % BLOCK, framed));
    }

    private static byte[] textBlock(int size, boolean framed) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < size; i++) {
            block.writeBytes(event(delta("\"content\":\"" + escaped(piece(i)) + "\"", null), framed));
        }
        return block.toByteArray();
    }

    /** A piece of the arguments; the first of a call comes after the call's name, the last closes the object. */
    private static byte[] toolCall(int i, boolean last, boolean framed) {
        int call = i / PIECES_A_CALL;
        String before = "";
        byte[] begin = {};
        if (i % PIECES_A_CALL == 0) {
            before = "{\"text\":\"";
            begin = event(
                    delta(
                            "\"tool_calls\":[{\"index\":" + call + ",\"id\":\"call_" + call
                                    + "\",\"type\":\"function\",\"function\":{\"name\":\"write\",\"arguments\":\"\"}}]",
                            null),
                    framed);
        }
        String after = last || (i + 1) % PIECES_A_CALL == 0 ? "\"}" : "";
        byte[] piece = event(
                delta(
                        "\"tool_calls\":[{\"index\":" + call + ",\"function\":{\"arguments\":\""
                                + escaped(before + escaped(piece(i)) + after) + "\"}}]",
                        null),
                framed);
        byte[] both = new byte[begin.length + piece.length];
        System.arraycopy(begin, 0, both, 0, begin.length);
        System.arraycopy(piece, 0, both, begin.length, piece.length);
        return both;
    }

    private static String delta(String content, String finishReason) {
        return "{\"id\":\"" + ID + "\",\"object\":\"chat.completion.chunk\",\"created\":1771352259,\"model\":\""
                + Contestant.MODEL + "\",\"choices\":[{\"index\":0,\"delta\":{" + content
                + "},\"logprobs\":null,\"finish_reason\":"
                + (finishReason == null ? "null" : "\"" + finishReason + "\"")
                + "}]}";
    }

    private static byte[] event(String data, boolean framed) {
        byte[] event = utf8("data: " + data + "\n\n");
        if (!framed) {
            return event;
        }
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes(ascii(Integer.toHexString(event.length) + "\r\n"));
        chunk.writeBytes(event);
        chunk.writeBytes(ascii("\r\n"));
        return chunk.toByteArray();
    }

    private static String usage() {
        return "{\"prompt_tokens\":12,\"completion_tokens\":34,\"total_tokens\":46,\"prompt_tokens_details\":null}";
    }

    private static String plainText() {
        return String.join("", PIECES.subList(0, 60));
    }

    private static void addPieces(Digest digest, int count) {
        for (int i = 0; i < count; i++) {
            digest.add(piece(i));
        }
    }

    private static String piece(int i) {
        return PIECES.get(i % BLOCK);
    }

    private static List<String> pieces() {
        Random random = new Random(8);
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < BLOCK; i++) {
            pieces.add(
                    random.nextInt(100) < 7
                            ? SPECIAL[random.nextInt(SPECIAL.length)]
                            : WORDS[random.nextInt(WORDS.length)]);
        }
        return pieces;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static final class Counter extends OutputStream {

        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] b, int offset, int length) {
            bytes += length;
        }
    }
}

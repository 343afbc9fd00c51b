package org.clawdbot.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.clawdbot.api.host.StateFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/**
 * What the build runs to make the class-data archive: a host that carries out the commands people wait for, with a server
 * that knows one model and one reply. Then it links what was loaded. The JVM archives no class of a bundle that is not
 * linked, and many are loaded only because the verification of others looks at them.
 */
final class ClassData {

    private static final String[] FIRST = {"agent", "--message", "Hello"};
    private static final List<List<String>> MORE = List.of(List.of("models", "list"), List.of("--help"));

    private static final String MODELS = "{\"object\":\"list\",\"data\":[{\"id\":\"zai-org/GLM-4.7-Flash\"}]}";
    private static final String REPLY =
            """
            data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"}}]}

            data: {"choices":[{"index":0,"delta":{"content":"!"},"finish_reason":"stop"}]}

            data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}

            data: [DONE]

            """;

    /** Needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}. */
    private final Method findLoadedClass;

    private ClassData() throws ReflectiveOperationException {
        findLoadedClass = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
        findLoadedClass.setAccessible(true);
    }

    /**
     * Does it in the state folder of the process, and ends with the exit code of the first command.
     *
     * @param args none
     * @throws Exception if it cannot be done
     */
    public static void main(String[] args) throws Exception {
        WarmUp.begin();
        Arguments first = Arguments.parse(FIRST);
        StateFolder state = Main.locateState(first);
        HttpServer server = serve();
        StateFolder.createFolders(state.path());
        Files.writeString(
                state.resolve("clawdbot.json"),
                "{models:{providers:{chutes:{apiKey:'cpk_fake',baseUrl:'http://127.0.0.1:"
                        + server.getAddress().getPort() + "/v1'}}}}");
        LogLevels levels = LogLevels.ofProcess(System.err);
        Logging.install(state, levels, System.err);
        int exitCode;
        try (Host host = Host.prepare(Distribution.ofProcess(), state, levels, null)) {
            exitCode = host.runOnce(first.all(), System.out, System.err);
            BundleContext context = host.context();
            MainService main = Objects.requireNonNull(MainService.find(context));
            MORE.forEach(main::run);
            new ClassData().link(context.getBundles());
        }
        System.exit(exitCode);
    }

    private static HttpServer serve() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/models", exchange -> answer(exchange, "application/json", MODELS));
        server.createContext("/v1/chat/completions", exchange -> answer(exchange, "text/event-stream", REPLY));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, String type, String body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Linking loads more classes, until it does not. */
    private void link(Bundle... bundles) {
        long before = -1;
        for (long linked = 0; linked != before; ) {
            before = linked;
            linked = Stream.of(bundles).mapToLong(this::linkLoaded).sum();
        }
    }

    private long linkLoaded(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        ClassLoader loader = wiring == null ? null : wiring.getClassLoader();
        if (loader == null || bundle.getBundleId() == 0) {
            return 0;
        }
        return wiring.findEntries("/", "*.class", BundleWiring.FINDENTRIES_RECURSE).stream()
                .map(ClassData::className)
                .filter(name -> isLinked(loader, name))
                .count();
    }

    private static String className(URL entry) {
        String path = entry.getPath();
        return path.substring(1, path.length() - ".class".length()).replace('/', '.');
    }

    private boolean isLinked(ClassLoader loader, String name) {
        try {
            Class<?> loaded = (Class<?>) findLoadedClass.invoke(loader, name);
            if (loaded == null) {
                return false;
            }
            Method[] unused = loaded.getDeclaredMethods(); // links it
            return true;
        } catch (ReflectiveOperationException | LinkageError e) {
            return false; // refers to something that is not installed
        }
    }
}

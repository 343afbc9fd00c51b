package org.clawdbot.chutes.completions.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.completions.CompletionsTransport;
import org.clawdbot.api.error.MissingPartException;
import org.clawdbot.api.error.StreamBrokenException;
import org.clawdbot.testkit.RawServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reply whose bundle is updated under it: from then on the bundle gives no class that was not used before. */
@Timeout(60)
class UpdatedBundleTest {

    private static final String FIRST =
            """
            data: {"id":"1","choices":[{"delta":{"content":"Hi"}}]}

            """;

    private final CountDownLatch updated = new CountDownLatch(1);

    @Test
    void goesOnToItsEnd() throws Exception {
        String rest =
                """
                data: {"id":"1","choices":[{"delta":{"content":" there","reasoning_content":"Hm"}}]}

                data: {"id":"1","choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{}"}}]}}]}

                data: {"id":"1","choices":[{"delta":{},"finish_reason":"stop"}]}

                data: {"id":"1","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}

                data: [DONE]

                """;

        assertThat(lastEventAfterAnUpdate(rest))
                .asInstanceOf(type(ChatEvent.Completed.class))
                .satisfies(end -> assertThat(end.result().text()).isEqualTo("Hi there"));
    }

    @Test
    void stillTellsThatItWasCut() {
        assertThatThrownBy(() -> lastEventAfterAnUpdate(FIRST))
                .asInstanceOf(type(StreamBrokenException.class))
                .satisfies(broken -> {
                    assertThat(broken.code()).isEqualTo("truncated");
                    assertThat(broken.partial().orElseThrow().text()).isEqualTo("HiHi");
                });
    }

    @Test
    void isNotBegunByATransportThatWasDeactivatedMeanwhile() {
        ChutesTransport deactivated = new ChutesTransport(
                Transports.settings(URI.create("http://127.0.0.1:1"), Transports.PATIENT, Transports.NO_RETRIES, 0),
                () -> {
                    throw new IllegalStateException("deactivated");
                },
                new RateLimiters(System::nanoTime, Pause::real),
                Pause::real);

        assertThatThrownBy(() -> deactivated.stream(Transports.request("hi")))
                .isInstanceOf(MissingPartException.class)
                .hasSuppressedException(new IllegalStateException("deactivated"));
    }

    @Test
    void goesOnToItsEndEvenIfItBeginsWhenItsTransportIsDeactivated() throws Exception {
        String rest =
                """
                data: {"id":"1","choices":[{"delta":{},"finish_reason":"stop"}]}

                data: [DONE]

                """;
        try (RawServer server = RawServer.start((client, out) -> answer(client, out, rest));
                Revision revision = new Revision()) {
            CompletionsTransport transport = revision.transport(server.baseUrl());
            deactivate(transport);
            try (ChatStream stream = transport.stream(Transports.request("hi"))) {
                revision.gone = true;
                updated.countDown();

                assertThat(stream.result().text()).isEqualTo("Hi");
            }
        }
    }

    @Test
    void isNotSentIfItsAnswerCouldNotBeRead() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (RawServer server = RawServer.start((client, out) -> requests.incrementAndGet());
                Revision revision = new Revision()) {
            CompletionsTransport transport = revision.transport(server.baseUrl());
            deactivate(transport);
            revision.gone = true;

            assertThatThrownBy(() -> transport.stream(Transports.request("hi"))).isInstanceOf(LinkageError.class);
            assertThat(requests).hasValue(0);
        }
    }

    private static void deactivate(CompletionsTransport transport) throws ReflectiveOperationException {
        transport.getClass().getMethod("deactivate").invoke(transport);
    }

    private ChatEvent lastEventAfterAnUpdate(String rest) throws Exception {
        try (RawServer server = RawServer.start((client, out) -> answer(client, out, rest));
                Revision revision = new Revision()) {
            CompletionsTransport transport = revision.transport(server.baseUrl());
            try (ChatStream stream = transport.stream(Transports.request("hi"))) {
                Iterator<ChatEvent> events = stream.iterator();
                ChatEvent last = events.next();
                while (!(last instanceof ChatEvent.TextDelta)) {
                    last = events.next();
                }
                deactivate(transport);
                revision.gone = true;
                updated.countDown();
                while (events.hasNext()) {
                    last = events.next();
                }
                return last;
            }
        }
    }

    private void answer(Socket client, OutputStream out, String rest) throws IOException {
        out.write((RawServer.EVENT_STREAM + FIRST).getBytes(StandardCharsets.UTF_8));
        out.flush();
        try {
            updated.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.write(rest.getBytes(StandardCharsets.UTF_8));
    }

    /** Loads the classes of the bundle anew, until it is gone; everything else comes from other bundles. */
    private static final class Revision extends URLClassLoader {

        private static final String OURS = ChutesTransport.class.getPackageName() + ".";

        private volatile boolean gone;

        Revision() {
            super(
                    new URL[] {
                        ChutesTransport.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation(),
                        Transports.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    ChutesTransport.class.getClassLoader());
        }

        CompletionsTransport transport(URI base) throws ReflectiveOperationException {
            Method maker = loadClass(Transports.class.getName()).getDeclaredMethod("patientlyTo", URI.class);
            maker.setAccessible(true);
            return (CompletionsTransport) maker.invoke(null, base);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("java.") && gone) {
                    throw new ClassNotFoundException(name + " is gone with its bundle");
                }
                if (!name.startsWith(OURS)) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}

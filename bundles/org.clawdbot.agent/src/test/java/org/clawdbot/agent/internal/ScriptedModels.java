package org.clawdbot.agent.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.clawdbot.api.catalog.CatalogSnapshot;
import org.clawdbot.api.catalog.ModelInfo;
import org.clawdbot.api.chat.ChatEvent;
import org.clawdbot.api.chat.ChatModels;
import org.clawdbot.api.chat.ChatRequest;
import org.clawdbot.api.chat.ChatResult;
import org.clawdbot.api.chat.ChatStream;
import org.clawdbot.api.chat.ModelSelection;
import org.clawdbot.api.chat.ProviderStatus;
import org.clawdbot.api.chat.SelectionProblem;

/** Answers each request with the next reply of a script. */
final class ScriptedModels implements ChatModels {

    final List<ChatRequest> requests = new ArrayList<>();
    final AtomicInteger openStreams = new AtomicInteger();
    final CountDownLatch hanging = new CountDownLatch(1);

    /** What is told before each reply begins. */
    final List<ChatEvent.Notice> early = new ArrayList<>();

    private final Deque<List<Object>> script = new ArrayDeque<>();

    /** Adds a reply: events, then its result; or a RuntimeException; or a latch to wait for in the middle. */
    ScriptedModels reply(Object... steps) {
        script.add(List.of(steps));
        return this;
    }

    @Override
    public ChatStream stream(ChatRequest request, Consumer<? super ChatEvent.Notice> notices) {
        requests.add(request);
        early.forEach(notices);
        List<Object> steps = script.remove();
        openStreams.incrementAndGet();
        return new ChatStream() {
            private boolean closed;

            @Override
            public Iterator<ChatEvent> iterator() {
                Iterator<Object> rest = steps.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return rest.hasNext();
                    }

                    @Override
                    public ChatEvent next() {
                        Object step = rest.next();
                        if (step instanceof RuntimeException failure) {
                            throw failure;
                        }
                        if (step instanceof CountDownLatch forever) {
                            hanging.countDown();
                            waitUninterruptibly(forever);
                            return next();
                        }
                        if (step instanceof ChatEvent event) {
                            return event;
                        }
                        return step instanceof ChatResult result
                                ? new ChatEvent.Completed(result)
                                : new ChatEvent.TextDelta((String) step);
                    }
                };
            }

            @Override
            public synchronized void close() {
                if (!closed) {
                    closed = true;
                    openStreams.decrementAndGet();
                }
            }
        };
    }

    private static void waitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException ignored) {
                // a socket read cannot be interrupted either
            }
        }
    }

    @Override
    public ChatResult complete(ChatRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ModelInfo resolve(String model) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<CatalogSnapshot> catalogs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<CatalogSnapshot> allCatalogs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<CatalogSnapshot> knownCatalogs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<CatalogSnapshot> refresh() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ModelSelection selection() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SelectionProblem> selectionProblems() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ProviderStatus> providers() {
        throw new UnsupportedOperationException();
    }
}

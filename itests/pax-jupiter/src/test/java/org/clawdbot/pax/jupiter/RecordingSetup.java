package org.clawdbot.pax.jupiter;

import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestAddress;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.TestContainerFactory;

/** A container without a framework: it writes down what is done with it, and fails as the names of methods say. */
public final class RecordingSetup implements ContainerSetup {

    static final List<String> STEPS = new ArrayList<>();

    @Override
    public TestContainerFactory factory() {
        return system -> new TestContainer[] {new RecordingContainer()};
    }

    @Override
    public Option[] options() {
        return new Option[] {workingDirectory("target/exam")};
    }

    @Override
    public void close() {
        STEPS.add("close");
    }

    private static final class RecordingContainer implements TestContainer {

        @Override
        public TestContainer start() {
            STEPS.add("start");
            return this;
        }

        @Override
        public TestContainer stop() {
            STEPS.add("stop");
            return this;
        }

        @Override
        public long install(String location, InputStream bundle) {
            STEPS.add("install " + location);
            return 1;
        }

        @Override
        public void call(TestAddress address) {
            String method = address.root().caption().replaceFirst(".*\\.", "");
            STEPS.add(method);
            if (method.equals("fails")) {
                throw new IllegalStateException(new AssertionError("two is not three"));
            }
            if (method.equals("aborts")) {
                throw new IllegalStateException(new CancellationException("not today"));
            }
        }

        @Override
        public long install(InputStream bundle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long installProbe(InputStream bundle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void uninstallProbe() {
            throw new UnsupportedOperationException();
        }
    }

    /** Never starts. */
    public static final class BrokenSetup implements ContainerSetup {

        @Override
        public TestContainerFactory factory() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Option[] options() {
            throw new IllegalArgumentException("no such port");
        }
    }

    /** Test classes that are run by tests only; no build finds them by their names. */
    interface Sample {

        @InContainer(RecordingSetup.class)
        class Passing {

            @BeforeEach
            void before() {
                STEPS.add("before, outside");
            }

            @Test
            void passes() {
                STEPS.add("test, outside");
            }
        }

        @InContainer(RecordingSetup.class)
        class Failing {

            @Test
            void fails() {}
        }

        @InContainer(RecordingSetup.class)
        class Aborting {

            @Test
            void aborts() {}
        }

        @InContainer(RecordingSetup.class)
        class Repeating {

            @Test
            void passes() {}

            @RepeatedTest(1)
            void repeats() {}
        }

        @InContainer(RecordingSetup.class)
        class Nesting {

            @Nested
            class Inner {

                @Test
                void passes() {}
            }
        }

        @InContainer(BrokenSetup.class)
        class Unstartable {

            @Test
            void passes() {}
        }
    }
}

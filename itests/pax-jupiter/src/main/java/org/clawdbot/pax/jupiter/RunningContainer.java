package org.clawdbot.pax.jupiter;

import java.io.IOException;
import org.junit.platform.commons.support.ReflectionSupport;
import org.ops4j.pax.exam.ExamSystem;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.spi.PaxExamRuntime;

/** A started container with what it was made from. */
record RunningContainer(ContainerSetup setup, ExamSystem system, TestContainer container) implements AutoCloseable {

    static RunningContainer start(Class<? extends ContainerSetup> type) {
        ContainerSetup setup = ReflectionSupport.newInstance(type);
        try {
            ExamSystem system = PaxExamRuntime.createTestSystem(setup.options());
            TestContainer container = setup.factory().create(system)[0];
            return new RunningContainer(setup, system, container.start());
        } catch (Exception | LinkageError e) {
            closeAfter(e, setup);
            throw new IllegalStateException(type.getSimpleName() + " did not start: " + e.getMessage(), e);
        }
    }

    private static void closeAfter(Throwable failure, ContainerSetup setup) {
        try {
            setup.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (setup) {
            container.stop();
        }
    }
}

package org.clawdbot.pax.jupiter;

import java.io.IOException;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestContainerFactory;

/** Says which framework to start and what is in it. Made when the first class needs it, closed after the last test. */
public interface ContainerSetup extends AutoCloseable {

    /**
     * Chooses the kind of container.
     *
     * @return what makes it
     */
    TestContainerFactory factory();

    /**
     * Lists what Pax Exam puts into the container; called once.
     *
     * @return the options, the driver bundle and {@code pax.exam.invoker=jupiter} included
     * @throws Exception if what the container needs cannot be prepared
     */
    Option[] options() throws Exception;

    /**
     * Frees what was prepared; called after the container has stopped.
     *
     * @throws IOException if that fails
     */
    @Override
    default void close() throws IOException {}
}

package org.clawdbot.pax.jupiter;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class inside a framework.
 *
 * <p>{@code @BeforeAll} and {@code @AfterAll} methods stay outside, everything around a single test goes in. Test methods
 * take no parameters; nested, repeated, parameterized and dynamic tests are refused.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ContainerExtension.class)
public @interface InContainer {

    /**
     * Names the framework. Classes that name the same one share it, one after the other, in one start.
     *
     * @return a class with a constructor without parameters
     */
    Class<? extends ContainerSetup> value();
}

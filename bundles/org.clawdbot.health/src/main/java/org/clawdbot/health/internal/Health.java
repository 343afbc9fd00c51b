package org.clawdbot.health.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** What the executor of health checks reads from the properties of one; the names are those it prescribes. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface Health {

    /** Stands before every name. */
    String PREFIX_ = "hc.";

    /** Names the check, for people. */
    String name();

    /** Says what groups it belongs to. */
    String[] tags() default {"clawdbot", "chutes"};

    /** Says for how many milliseconds a result is good enough. */
    long resultCacheTtlInMs() default 10_000;
}

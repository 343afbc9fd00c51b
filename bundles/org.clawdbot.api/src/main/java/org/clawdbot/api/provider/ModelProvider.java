package org.clawdbot.api.provider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Says which provider a component serves; published as the service property {@code model.provider}. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ModelProvider {

    /** The name of the service property, for filters and look-ups. */
    String PROPERTY = "model.provider";

    /**
     * Names the provider.
     *
     * @return the provider id, lower case, the part of a model reference before the first {@code /}
     */
    String value();
}

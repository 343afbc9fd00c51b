package org.clawdbot.api.provider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Says where a {@code ModelCatalog} has its list from; published as the service property {@code catalog.source}. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface CatalogSource {

    /** The name of the service property, for filters and look-ups. */
    String PROPERTY = "catalog.source";

    /** The source of a catalog fetched from the provider. */
    String LIVE = "live";

    /** The source of a catalog pinned in a file. */
    String FILE = "file";

    /** The source of the few models that a bundle brings along for when it never reached the provider. */
    String BUILT_IN = "built-in";

    /**
     * Names the source.
     *
     * @return {@link #LIVE}, {@link #FILE} or a word of the catalog's own
     */
    String value();
}

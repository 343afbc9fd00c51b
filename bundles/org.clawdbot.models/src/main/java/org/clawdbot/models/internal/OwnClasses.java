package org.clawdbot.models.internal;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;

/** The classes of this bundle. They are loaded from its jar one by one as they are needed. */
final class OwnClasses {

    private static final System.Logger LOG = System.getLogger(OwnClasses.class.getName());
    private static final String SUFFIX = ".class";

    private OwnClasses() {}

    /** Loads those that are left, if the bundle alone is about to go: an updated or refreshed jar gives none any more. */
    static void load(BundleContext context) {
        Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        @Nullable BundleWiring wiring = context.getBundle().adapt(BundleWiring.class);
        if (wiring == null || framework == null || framework.getState() == Bundle.STOPPING) {
            return;
        }
        String folder = OwnClasses.class.getPackageName().replace('.', '/');
        for (String file : wiring.listResources(folder, "*" + SUFFIX, BundleWiring.LISTRESOURCES_LOCAL)) {
            String name = file.substring(0, file.length() - SUFFIX.length()).replace('/', '.');
            try {
                wiring.getClassLoader().loadClass(name);
            } catch (ClassNotFoundException | LinkageError e) {
                LOG.log(Level.DEBUG, "what still runs may miss " + name, e);
            }
        }
    }
}

package org.clawdbot.models.internal;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWiring;

/** The classes of this bundle. They are loaded from its jar one by one as they are needed. */
final class OwnClasses {

    private static final System.Logger LOG = System.getLogger(OwnClasses.class.getName());
    private static final String SUFFIX = ".class";

    private OwnClasses() {}

    /**
     * Loads those that are left. For when this bundle alone is about to go, since an updated or refreshed jar gives none any
     * more, and for when many threads are about to need them at the same time.
     */
    static void load() {
        @Nullable Bundle own = FrameworkUtil.getBundle(OwnClasses.class);
        @Nullable BundleWiring wiring = own == null ? null : own.adapt(BundleWiring.class);
        if (own == null || wiring == null || isFrameworkStopping(own)) {
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

    private static boolean isFrameworkStopping(Bundle own) {
        BundleContext context = own.getBundleContext();
        Bundle framework = context == null ? null : context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        return framework == null || framework.getState() == Bundle.STOPPING;
    }
}

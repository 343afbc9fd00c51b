package org.clawdbot.itests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** A bundle that nothing can resolve. */
final class LackingBundle {

    private LackingBundle() {}

    static Bundle install(BundleContext context) throws IOException, BundleException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "org.clawdbot.lacking");
        headers.putValue(
                Constants.IMPORT_PACKAGE,
                "org.example.nowhere;version=\"[1.2,2)\",org.clawdbot.api.chat;version=\"[99,100)\","
                        + "org.example.optional;resolution:=optional");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        return context.installBundle("lacking", new ByteArrayInputStream(bytes.toByteArray()));
    }
}

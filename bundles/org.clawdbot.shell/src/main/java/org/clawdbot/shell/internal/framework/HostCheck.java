package org.clawdbot.shell.internal.framework;

import java.util.ArrayList;
import java.util.List;
import org.clawdbot.api.diagnosis.Finding;
import org.clawdbot.api.diagnosis.SelfCheck;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Says what everything runs on, and warns about what is known not to do. */
@Component(name = "org.clawdbot.shell.host")
public final class HostCheck implements SelfCheck {

    private static final int VIRTUAL_THREADS = 21;
    private static final int LAST_JAVA_OF_KARAF = 23;
    private static final long LITTLE_MEMORY = 48;
    private static final long MEBIBYTE = 1024 * 1024;

    private final BundleContext context;
    private final int java;
    private final long memory;

    /**
     * Looks at this JVM and this framework.
     *
     * @param context gives the properties of the framework
     */
    @Activate
    public HostCheck(BundleContext context) {
        this(context, Runtime.version().feature(), Runtime.getRuntime().maxMemory() / MEBIBYTE);
    }

    HostCheck(BundleContext context, int java, long memory) {
        this.context = context;
        this.java = java;
        this.memory = memory;
    }

    @Override
    public String topic() {
        return "host";
    }

    @Override
    public boolean remote() {
        return false;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        String karaf = context.getProperty("karaf.version");
        String framework = context.getProperty(Constants.FRAMEWORK_VENDOR) + " OSGi framework "
                + context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getVersion();
        findings.add(Finding.ok(karaf == null ? framework : "Karaf " + karaf + " on " + framework));
        String jvm = "Java " + System.getProperty("java.version") + " by " + System.getProperty("java.vendor") + ", "
                + (java >= VIRTUAL_THREADS ? "with" : "without") + " virtual threads, up to " + memory
                + " MiB of memory";
        findings.add(
                karaf != null && java > LAST_JAVA_OF_KARAF
                        ? Finding.warn(jvm + "; this Karaf is not made for it", "Run Karaf on Java 17")
                        : Finding.ok(jvm));
        if (memory < LITTLE_MEMORY) {
            findings.add(Finding.warn("That is little memory", "Start the JVM with -Xmx128m"));
        }
        return findings;
    }
}

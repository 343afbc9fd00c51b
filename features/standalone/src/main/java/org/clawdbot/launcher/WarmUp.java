package org.clawdbot.launcher;

import java.io.IOException;
import java.io.StringReader;
import java.text.DecimalFormatSymbols;
import java.time.ZoneId;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.apache.felix.framework.Felix;
import org.apache.felix.framework.util.Util;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Has the JVM get ready on a second thread what every start needs later and what depends on nothing, while the first one
 * does the rest. Of two threads that want a class, one initialises it and the other one waits: only the time changes.
 */
final class WarmUp {

    /** As short as a description of a component can be. */
    private static final String COMPONENT =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="c"><implementation class="C"/></scr:component>
            """;

    private WarmUp() {}

    /** Starts with it and returns at once. */
    static void begin() {
        Thread thread = new Thread(WarmUp::run, "clawdbot-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    /** In the order in which a start gets to it. */
    private static void run() {
        try {
            Class.forName(Felix.class.getName());
            Class.forName(Util.class.getName());
            DecimalFormatSymbols unusedSymbols =
                    DecimalFormatSymbols.getInstance(); // Felix formats the version of Java
            parseComponent();
            ZoneId unusedZone = ZoneId.systemDefault(); // when entries of jars were changed is local time
        } catch (ReflectiveOperationException | IOException | SAXException | ParserConfigurationException e) {
            // Whoever needs it will say so.
        }
    }

    /** In the way of SCR. */
    private static void parseComponent() throws IOException, SAXException, ParserConfigurationException {
        SAXParserFactory parsers = SAXParserFactory.newInstance();
        parsers.setNamespaceAware(true);
        parsers.newSAXParser().parse(new InputSource(new StringReader(COMPONENT)), new DefaultHandler());
    }
}

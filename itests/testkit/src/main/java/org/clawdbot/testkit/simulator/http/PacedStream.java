package org.clawdbot.testkit.simulator.http;

import java.nio.ByteBuffer;
import java.util.Iterator;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/** Plays the steps of one answer without a thread of its own: a timer or a finished write brings the next step. */
final class PacedStream extends IteratingCallback {

    private final Exchange exchange;
    private final Iterator<StreamStep> steps;
    private @Nullable StreamStep waiting;

    PacedStream(Exchange exchange, Iterator<StreamStep> steps) {
        this.exchange = exchange;
        this.steps = steps;
    }

    @Override
    protected Action process() {
        if (exchange.ended()) {
            return Action.SUCCEEDED;
        }
        StreamStep step = waiting;
        waiting = null;
        if (step == null) {
            if (!steps.hasNext()) {
                return Action.SUCCEEDED;
            }
            step = steps.next();
            if (step.delayMillis() > 0) {
                waiting = step;
                exchange.pacer().after(step.delayMillis(), this::succeeded);
                return Action.SCHEDULED;
            }
        }
        switch (step.kind()) {
            case WRITE -> exchange.write(ByteBuffer.wrap(step.bytes()), this);
            case TRUNCATE -> exchange.cut(false);
            case RESET -> exchange.cut(true);
            case HANG -> {
                // Never continued: the exchange ends when the client leaves or the server stops.
            }
        }
        return step.kind() == StreamStep.Kind.TRUNCATE || step.kind() == StreamStep.Kind.RESET
                ? Action.SUCCEEDED
                : Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
        exchange.finish(ByteBuffer.allocate(0));
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        exchange.clientLeft();
    }
}

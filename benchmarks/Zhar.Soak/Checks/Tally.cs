namespace Zhar.Soak.Checks;

/// <summary>What the load has driven so far.</summary>
internal sealed class Tally
{
    internal long Casts, CallsStarted, CallsEnded, Replies, Timeouts, Exits, Deferred, Awaits, Hogs, Sleeps, Kills, Crashes, Links, Monitors, Deaths, Starts, CallersKilled;

    public override string ToString() =>
        $"""
        drove {N(Casts)} casts; {N(CallsStarted)} calls, of which {N(Replies)} were answered, {N(Timeouts)} timed out, {N(Exits)} lost their server, {N(Deferred)} were deferred and {N(CallersKilled)} lost their caller;
              {N(Awaits)} awaits of foreign tasks, {N(Hogs)} hogs, {N(Sleeps)} sleeps, {N(Kills)} kills, {N(Crashes)} crashes, {N(Starts)} starts of servers, {N(Links)} links, {N(Monitors)} monitors, {N(Deaths)} deaths watched
        """;

    private static string N(long value) => Verdicts.Number(value);
}

using System.Text;
using Zhar.Runtime;

namespace Zhar.Testing;

/// <summary>A process that records what it is sent, and lets the test wait for it, from inside or outside a process. Made by <see cref="TestNode.StartProbe"/>.</summary>
/// <remarks>
/// Give its <see cref="Pid"/> to the code under test in place of a real process; a typed client on it, <c>new Counter.Ref(probe.Pid)</c>, records casts
/// and calls as <see cref="ProbeRequest"/>. It traps exits, so a link to it shows as an <see cref="Exit"/> message. Waits look at what has come already.
/// </remarks>
public sealed class Probe
{
    private readonly TestNode _node;
    private readonly ProcessCore _core;
    private readonly ProbeProcess _process;

    internal Probe(TestNode node, ProcessCore core, ProbeProcess process)
    {
        _node = node;
        _core = core;
        _process = process;
    }

    /// <summary>The process.</summary>
    public Pid Pid => _core.Pid;

    /// <summary>All it has got so far, oldest first, taken or not.</summary>
    public IReadOnlyList<object> Messages => _process.Received.All;

    /// <summary>Waits for the first message of type <typeparamref name="T"/> that <paramref name="match"/> accepts, and takes it. Others stay.</summary>
    /// <param name="match">Default: any.</param>
    /// <param name="timeout">Default 5 s; on a deterministic node in virtual time.</param>
    /// <exception cref="ExpectationException">None came in time; the text lists what did.</exception>
    public async Task<T> ExpectMessage<T>(Func<T, bool>? match = null, TimeSpan? timeout = null)
        where T : notnull => (T)await Expect(m => m is T t && (match is null || match(t)), typeof(T).Name, timeout).ConfigureAwait(true);

    /// <summary>Waits for a message that equals <paramref name="message"/>, and takes it.</summary>
    /// <exception cref="ExpectationException">It did not come in time; the text lists what did.</exception>
    public Task ExpectMessage(object message, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Expect(message.Equals, Show(message), timeout);
    }

    /// <summary>Waits for a cast or call that came through a typed client, by its text: <c>Increment(2)</c>.</summary>
    /// <exception cref="ExpectationException">It did not come in time; the text lists what did.</exception>
    public Task ExpectRequest(string request, TimeSpan? timeout = null) =>
        Expect(m => m is ProbeRequest r && r.Text == request, request, timeout);

    /// <summary>Waits for the end of a process that this probe watches, see <see cref="Watch"/>.</summary>
    /// <returns>The reason it ended with.</returns>
    /// <exception cref="ExpectationException">It did not end in time.</exception>
    public async Task<ExitReason> ExpectDown(Pid pid, TimeSpan? timeout = null) =>
        ((Down)await Expect(m => m is Down down && down.Pid == pid, $"Down of {pid}", timeout).ConfigureAwait(true)).Reason;

    /// <summary>Fails when there is a message that no wait has taken, or when one comes.</summary>
    /// <param name="within">How long it looks. Default 100 ms: of virtual time on a deterministic node, which makes it exact; elsewhere of real time, so that a late message goes unseen.</param>
    /// <exception cref="ExpectationException">There is one; the text lists all.</exception>
    public Task ExpectNoMessage(TimeSpan? within = null) => ExpectNoMessage<object>(null, within);

    /// <summary>As above, for messages of type <typeparamref name="T"/> that <paramref name="match"/> accepts.</summary>
    public Task ExpectNoMessage<T>(Func<T, bool>? match, TimeSpan? within = null)
        where T : notnull => _node.InSchedule(async () =>
    {
        var (found, message) = await _process.Received.WaitFor(
            m => m is T t && (match is null || match(t)), takes: true, within ?? TimeSpan.FromMilliseconds(100), _node.WaitClock, _node.IsDeterministic).ConfigureAwait(true);
        if (found)
            throw new ExpectationException($"{_core.DisplayName} was to get no such message, but got {Show(message)}.{Listing()}");
    });

    /// <summary>Watches a process: its end comes as a <see cref="Down"/>. Set when this returns, so a process that lives now cannot end unseen.</summary>
    public void Watch(Pid pid)
    {
        if (pid.Target is not ProcessCore core)
            throw new ArgumentException($"{pid} is no process of a node of this test.", nameof(pid));
        core.AddMonitor(MonitorRef.Of(_core, core));
    }

    /// <summary>Sends <paramref name="message"/> to <paramref name="to"/>.</summary>
    public void Send(Pid to, object message) => _node.Node.Send(to, message);

    private Task<object> Expect(Func<object, bool> match, string what, TimeSpan? timeout) => _node.InSchedule(async () =>
    {
        var time = timeout ?? TestNode.DefaultTimeout;
        var (found, message) = await _process.Received.WaitFor(match, takes: true, time, _node.WaitClock, _node.IsDeterministic).ConfigureAwait(true);
        return found ? message : throw new ExpectationException($"{_core.DisplayName} got no {what} within {time}.{Listing()}");
    });

    private string Listing()
    {
        var open = _process.Received.Open;
        var taken = Messages.Count - open.Count;
        var text = new StringBuilder(open.Count == 0 ? " No message waits" : $" {open.Count} {(open.Count == 1 ? "message waits" : "messages wait")}")
            .Append(taken == 0 ? ", and none was taken before." : $"; {taken} {(taken == 1 ? "was" : "were")} taken before.");
        foreach (var message in open)
            text.AppendLine().Append("  ").Append(Show(message));
        return text.ToString();
    }

    private static string Show(object message) => message is string text ? $"\"{text}\"" : message.ToString() ?? message.GetType().Name;
}

/// <summary>A cast or call that a probe got through a typed client. The call is not answered; it fails when the probe ends.</summary>
/// <param name="Text">The handler's name and its arguments: <c>Increment(2)</c>.</param>
public sealed record ProbeRequest(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}

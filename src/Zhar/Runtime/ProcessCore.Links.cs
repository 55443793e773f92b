namespace Zhar.Runtime;

/// <summary>
/// Links, monitors and exit signals between processes of one node. They act at once, under the lock of the process they change, which keeps
/// them in order with each other; DOWN and trapped EXIT then travel through the mailbox behind everything that was sent before. For remote
/// processes the same steps are taken by the two node layers, see Nodes/.
/// </summary>
internal sealed partial class ProcessCore
{
    internal bool TrapsExits
    {
        get => _trapsExits;
        set
        {
            Lock();
            _trapsExits = value;
            Unlock();
        }
    }

    /// <summary>Links two live local processes. False: <paramref name="peer"/> is dead.</summary>
    internal bool TryLink(ProcessCore peer)
    {
        if (ReferenceEquals(this, peer))
            return true;
        LockBoth(this, peer);
        var alive = peer._phase != Phase.Dead && _phase != Phase.Dead;
        if (alive)
        {
            AddEntry(peer);
            peer.AddEntry(this);
        }

        UnlockBoth(this, peer);
        return alive;
    }

    /// <summary>Links this process with a child that nobody knows yet. False: this process is dead.</summary>
    internal bool TryLinkNew(ProcessCore child)
    {
        child._linkedToStarter = true;
        child.SetParent();
        return TryAddLink(child);
    }

    internal void Unlink(ProcessCore peer)
    {
        if (ReferenceEquals(this, peer))
            return;
        LockBoth(this, peer);
        RemoveEntry(peer);
        peer.RemoveEntry(this);
        UnlockBoth(this, peer);
    }

    /// <summary>Adds one side of a link to a remote process, or of a monitor. False: this process is dead.</summary>
    internal bool TryAddLink(object entry)
    {
        Lock();
        var alive = _phase != Phase.Dead;
        if (alive)
            AddEntry(entry);
        Unlock();
        return alive;
    }

    internal bool RemoveLink(object entry)
    {
        Lock();
        var removed = RemoveEntry(entry);
        Unlock();
        return removed;
    }

    internal bool HasLink(object entry)
    {
        Lock();
        var found = HasEntry(entry);
        Unlock();
        return found;
    }

    internal List<object>? CopyLinks()
    {
        Lock();
        var copy = CopyEntries();
        Unlock();
        return copy;
    }

    /// <summary>Sets a monitor on this process. When it is dead already, the watcher hears <c>noproc</c> at once.</summary>
    internal void AddMonitor(MonitorRef monitor)
    {
        var watcher = monitor.Watcher;
        if (ReferenceEquals(watcher, this) || !watcher.TryAddLink(monitor))
            return;
        if (!TryAddLink(monitor))
            FireMonitor(monitor, Zhar.ExitReason.NoProc);
    }

    /// <summary>Takes a monitor off. False: it had fired, or was off already. No DOWN is added after this returns.</summary>
    internal static bool RemoveMonitor(MonitorRef monitor)
    {
        // The watcher's entry is the monitor: who removes it, the watcher here or the dying process in FireMonitor, decides.
        var active = monitor.Watcher.RemoveLink(monitor);
        if (monitor.Alias is { Mode: not AliasMode.Explicit } alias)
            monitor.Watcher.Deactivate(alias);
        if (monitor.Target is ProcessCore target)
            target.RemoveLink(monitor);
        return active;
    }

    /// <summary>Delivers DOWN, unless the watcher has taken the monitor off.</summary>
    internal static void FireMonitor(MonitorRef monitor, ExitReason reason)
    {
        var watcher = monitor.Watcher;
        watcher.Lock();
        if (watcher.RemoveEntry(monitor))
        {
            // Inside the lock: a demonitor that returns after this finds the message in the mailbox and can flush it.
            var signal = monitor.MakeSignal is { } make
                ? make(monitor, reason)
                : new MessageSignal(new Down(monitor, monitor.Pid, reason) { Name = monitor.Name });
            if (signal is not null)
                watcher.Push(signal);
            if (monitor.Alias is { Mode: not AliasMode.Explicit } alias)
                watcher.DeactivateLocked(alias);
        }

        watcher.Unlock();
    }

    // ---- aliases -----------------------------------------------------------------------------------------------------

    internal void AddAlias(AliasRef alias)
    {
        Lock();
        (Cold.Aliases ??= []).Add(alias);
        Unlock();
    }

    /// <summary>Switches an alias off. False: it was off. No message comes through after this returns.</summary>
    internal bool Deactivate(AliasRef alias)
    {
        Lock();
        var was = DeactivateLocked(alias);
        Unlock();
        return was;
    }

    private bool DeactivateLocked(AliasRef alias)
    {
        var was = alias.IsActive;
        alias.Close();
        ColdOrNull?.Aliases?.Remove(alias);
        return was;
    }

    private void DeactivateAliases()
    {
        if (ColdOrNull?.Aliases is not { } aliases)
            return;
        Lock();
        foreach (var alias in aliases)
            alias.Close();
        Cold.Aliases = null;
        Unlock();
    }

    /// <summary>A message has arrived for an alias of this process.</summary>
    internal void PushThrough(AliasRef alias, Signal signal)
    {
        Lock();
        var active = alias.IsActive;
        if (active)
        {
            Push(signal);
            if (alias.Mode is AliasMode.Reply or AliasMode.ReplyDemonitor)
                DeactivateLocked(alias);
        }

        Unlock();
        if (active && alias is { Mode: AliasMode.ReplyDemonitor, Monitor: { } monitor } && RemoveMonitor(monitor) && monitor.Target is { } remote and not ProcessCore)
            Node.Links.Demonitor(monitor, remote);
    }

    /// <summary>A linked process has ended.</summary>
    internal void OnLinkedExit(PidTarget peer, ExitReason reason)
    {
        Lock();
        var fatal = false;
        if (_phase != Phase.Dead && RemoveEntry(peer))
        {
            if (_trapsExits)
                Push(new ExitSignal(new Exit(new Pid(peer), reason)));
            else
                fatal = !reason.IsNormal;
        }

        Unlock();
        if (fatal)
            SetFatal(reason);
    }

    /// <summary>The exit signal of <c>Process.Exit(pid, reason)</c>.</summary>
    internal void OnExitSignal(Pid sender, ExitReason reason)
    {
        if (reason == Zhar.ExitReason.Kill)
        {
            SetFatal(Zhar.ExitReason.Killed);
            return;
        }

        Lock();
        var fatal = false;
        if (_phase != Phase.Dead)
        {
            if (_trapsExits)
                Push(new ExitSignal(new Exit(sender, reason)));
            else
                fatal = !reason.IsNormal || sender == Pid;
        }

        Unlock();
        if (fatal)
            SetFatal(reason);
    }

    /// <summary>Ends the process with <paramref name="reason"/>, wherever it is. The first reason wins.</summary>
    internal void SetFatal(ExitReason reason)
    {
        if (Volatile.Read(ref _dying) != 0 || Interlocked.CompareExchange(ref _exit, reason, null) is not null)
            return;
        if (TryClaimWaiting())
            Node.Scheduler.Schedule(this);
        else
            Node.Scheduler.WatchFatal(this);
    }

    // ---- entries, under the lock -------------------------------------------------------------------------------------
    // The link with the starter is a bit: the lineage names it already, and most processes then have one more entry at most.

    private bool IsStarter(object entry) => ReferenceEquals(entry, _lineage.Parent.Target);

    private bool AddEntry(object entry)
    {
        if (!IsStarter(entry))
            return _links.Add(entry);
        var added = !_linkedToStarter;
        _linkedToStarter = true;
        return added;
    }

    private bool RemoveEntry(object entry)
    {
        if (!IsStarter(entry))
            return _links.Remove(entry);
        var removed = _linkedToStarter;
        _linkedToStarter = false;
        return removed;
    }

    private bool HasEntry(object entry) => IsStarter(entry) ? _linkedToStarter : _links.Contains(entry);

    private List<object>? CopyEntries()
    {
        var others = _links.Copy();
        if (!_linkedToStarter)
            return others;
        List<object> all = [_lineage.Parent.Target!]; // linked, so there is one
        if (others is not null)
            all.AddRange(others);
        return all;
    }

    /// <param name="only">The one entry that most processes have, which then needs no list.</param>
    private List<object>? TakeEntries(out object? only)
    {
        only = !_linkedToStarter ? _links.Only : _links.IsEmpty ? _lineage.Parent.Target : null;
        var all = only is null ? CopyEntries() : null;
        _links = default;
        _linkedToStarter = false;
        return all;
    }

    private static void LockBoth(ProcessCore a, ProcessCore b)
    {
        var (first, second) = a.Id < b.Id ? (a, b) : (b, a);
        first.Lock();
        second.Lock();
    }

    private static void UnlockBoth(ProcessCore a, ProcessCore b)
    {
        a.Unlock();
        b.Unlock();
    }
}

/// <summary>A trapped exit signal. A message for the process, but a server looks first whether its parent sent it.</summary>
internal sealed class ExitSignal(Exit exit) : Signal
{
    internal Exit Exit => exit;

    internal override object Payload => exit;

    internal override ValueTask Deliver(ProcessBehaviour behaviour)
    {
        var core = behaviour.Core;
        if (behaviour.EndsWithParent && core.IsParent(exit.From))
        {
            core.RequestStop(exit.Reason);
            return default;
        }

        return behaviour.OnMessage(exit);
    }
}

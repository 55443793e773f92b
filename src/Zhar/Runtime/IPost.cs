namespace Zhar.Runtime;

/// <summary>A continuation that waits to run inside its process.</summary>
internal interface IPost
{
    IPost? NextPost { get; set; }

    void Run();
}

/// <summary>Something that lives as long as its owner: a table, a registry entry, a group membership. Released before anybody hears of the death.</summary>
internal interface IOwned
{
    void Release(ProcessCore owner, ExitReason reason);
}

/// <summary>The other end of a call that crosses nodes: the caller of a request that came in, or the server of one that went out.</summary>
internal interface IRemoteEnd
{
    /// <summary>The calling process, where it is on another node and known.</summary>
    PidTarget? Caller { get; }

    /// <summary>Sends the reply to a request that came in.</summary>
    void Reply(object? value);

    /// <summary>The call has ended here without a reply.</summary>
    void Fail(ExitReason reason);
}

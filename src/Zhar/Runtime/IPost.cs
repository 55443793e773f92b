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

/// <summary>The caller of a request that came from another node.</summary>
internal interface IRemoteCaller
{
    void Reply(object? value);

    void Fail(ExitReason reason);
}

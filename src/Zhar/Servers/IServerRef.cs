namespace Zhar;

/// <summary>A generated, typed client: <c>Counter.Ref</c>.</summary>
public interface IServerRef<TSelf>
    where TSelf : struct, IServerRef<TSelf>
{
    /// <summary>The name that the server has by default.</summary>
    static abstract ServerName DefaultName { get; }

    /// <summary>A client for the server at <paramref name="address"/>.</summary>
    static abstract TSelf At(ServerRef address);

    /// <summary>Where the server is.</summary>
    ServerRef Address { get; }
}

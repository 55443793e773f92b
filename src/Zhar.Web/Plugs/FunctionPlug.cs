namespace Zhar.Web;

/// <summary>A function as a plug.</summary>
internal sealed class FunctionPlug(Func<Conn, ValueTask> function) : IPlug
{
    public ValueTask Call(Conn conn) => function(conn);
}

/// <summary>A plain action as a plug.</summary>
internal sealed class ActionPlug(Action<Conn> action) : IPlug
{
    public ValueTask Call(Conn conn)
    {
        action(conn);
        return default;
    }
}

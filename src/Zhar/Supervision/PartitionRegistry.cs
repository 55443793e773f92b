using System.Text;
using Zhar.Runtime;
using Zhar.Scheduling;

namespace Zhar.Supervision;

/// <summary>Finds partitions. Keeps nothing itself: it reads the table that the partition supervisor of that name keeps.</summary>
internal sealed class PartitionRegistry : INameRegistry
{
    internal static readonly PartitionRegistry Instance = new();

    public bool RegisterName(object key, Pid pid) => throw new InvalidOperationException(
        $"'{key}' is the address of a partition, which its partition supervisor starts. No process can be registered under it.");

    public void UnregisterName(object key)
    {
    }

    public Pid WhereisName(object key)
    {
        var partition = (PartitionKey)key;
        return Find(partition.Supervisor, partition.Home) is { } partitions ? partitions[IndexOf(partition.Key, partitions.Length)] : default;
    }

    internal static Pid[]? Find(ServerName supervisor, Node? home)
    {
        var node = Executor.CurrentNode ?? home ?? throw new NotInProcessException("PartitionSupervisor.Key");
        return new ServerRef(supervisor, node).Resolve(out _) is ProcessCore { Behaviour: SupervisorProcess { Engine: OrderedChildren { Partitions: { } partitions } } } ? partitions : null;
    }

    internal static int IndexOf(object key, int partitions) => key switch
    {
        int i => Remainder(i, partitions),
        long i => Remainder(i, partitions),
        short i => Remainder(i, partitions),
        sbyte i => Remainder(i, partitions),
        byte i => i % partitions,
        ushort i => i % partitions,
        uint i => (int)(i % (uint)partitions),
        ulong i => (int)(i % (ulong)partitions),
        string s => (int)(Hash(s) % (uint)partitions),
        _ => (int)((uint)key.GetHashCode() % (uint)partitions),
    };

    // The remainder's sign is dropped, not the number's, so that the smallest number has a partition too.
    private static int Remainder(long key, int partitions) => (int)Math.Abs(key % partitions);

    // FNV-1a: string.GetHashCode differs from run to run.
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(text))
            hash = (hash ^ b) * 16777619u;
        return hash;
    }
}

/// <summary>The address of the partition for a key.</summary>
internal sealed record PartitionKey(ServerName Supervisor, object Key, Node? Home)
{
    public override string ToString() => $"{Supervisor}/{Key}";
}

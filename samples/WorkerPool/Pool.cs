using Zhar;

namespace WorkerPool;

/// <summary>What can be done to the workers.</summary>
public static class Pool
{
    public const int Workers = 5;

    private static readonly TimeSpan HogTime = TimeSpan.FromSeconds(5);

    public static void CrashOne() => AnyWorker().Crash();

    public static void HogOne() => AnyWorker().Hog(HogTime);

    public static void Say(string author, string text)
    {
        ChatRoom.Ref room = ChatRoom.Name;
        room.Say(author, text);
    }

    private static Worker.Ref AnyWorker() => Worker.NameOf(Random.Shared.Next(Workers) + 1);
}

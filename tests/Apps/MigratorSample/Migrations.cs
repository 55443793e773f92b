using Zhar.Data.Migrations;

namespace MigratorSample;

[Migration(1)]
public sealed class CreateNotes : Migration
{
    public override void Change() => Create.Table("notes", t => t.Text("text"));
}

[Migration(2)]
public sealed class FillNotes : Migration
{
    public override void Change()
    {
        Execute("insert into notes (text) values ('once')", down: "delete from notes");
        Execute(
            static async (_, cancellationToken) =>
            {
                Console.WriteLine("inside");
                await Console.In.ReadLineAsync(cancellationToken);
            },
            static (_, _) => Task.CompletedTask);
    }
}

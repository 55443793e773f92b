using Zhar.Data.Migrations;

namespace Chat.Migrations;

[Migration(20260315_090000)]
public sealed class CreateRooms : Migration
{
    public override void Change()
    {
        Create.Table("rooms", t =>
        {
            t.String("name", 30).NotNull();
            t.String("topic", 120).NotNull();
            t.Timestamps();
        });
        Create.UniqueIndex("rooms", "name");

        Create.Table("messages", t =>
        {
            t.References("room_id", "rooms", onDelete: ReferenceAction.Cascade).NotNull();
            t.String("author_id", 40).NotNull();
            t.String("author", 30).NotNull();
            t.Text("body").NotNull();
            t.Timestamps();
        });
        Create.Index("messages", ["room_id", "id"]);
    }
}

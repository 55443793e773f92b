using Zhar.Data.Migrations;

namespace Showcase.Migrations;

[Migration(20260402_090000)]
public sealed class CreateParts : Migration
{
    public override void Change()
    {
        Create.Table("entries", t =>
        {
            t.String("name", 60).NotNull();
            t.String("value", 500).NotNull();
            t.Timestamps();
        });
        Create.UniqueIndex("entries", "name");

        Create.Table("posts", t =>
        {
            t.String("title", 120).NotNull();
            t.Text("body").NotNull();
            t.References("user_id", "users", onDelete: ReferenceAction.Cascade).NotNull();
            t.Timestamps();
        });
        Create.Index("posts", "user_id");

        Create.Table("comments", t =>
        {
            t.String("author", 80).NotNull();
            t.Text("body").NotNull();
            t.References("post_id", "posts", onDelete: ReferenceAction.Cascade).NotNull();
            t.Timestamps();
        });
        Create.Index("comments", "post_id");

        Create.Table("cards", t =>
        {
            t.String("title", 200).NotNull();
            t.String("lane", 20).NotNull();
            t.Integer("position").NotNull();
            t.Integer("version").NotNull().Default(1);
            t.Timestamps();
        });
        Create.Index("cards", ["lane", "position"]);
    }
}

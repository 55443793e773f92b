using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Playhouse.Data.Migrations;

[DbContext(typeof(PlayhouseContext))]
[Migration("20260118160000_AddShows")]
public sealed class AddShows : Migration
{
    private static readonly string[] Columns = ["Id", "Title", "Starts", "Rows", "SeatsInRow"];
    private static readonly string[] Types = ["INTEGER", "TEXT", "TEXT", "INTEGER", "INTEGER"];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.InsertData("Shows", Columns, Types, new object[,]
        {
            { 1, "The Firebird", new DateTime(2027, 3, 4, 19, 30, 0), 4, 8 },
            { 2, "The Seagull", new DateTime(2027, 3, 11, 19, 30, 0), 6, 10 },
        });
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql("DELETE FROM Shows WHERE Id IN (1, 2)");
    }
}
